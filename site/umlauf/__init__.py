"""The city's installation: settings, people, pages for the public, and the demo. Assembles papers, workflows and
search; nothing imports it."""
