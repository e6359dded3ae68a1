"""The parties to a paper: organizations, the people in them, and the lines of the slip on which they act. Whoever asks
what somebody may do asks these rows."""
