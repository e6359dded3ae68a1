"""Papers as documents: tagged PDF for reading, printing and keeping, typeset from the same text that the web page
shows."""
