"""The one way out for mail: what is to be told is a row of the transaction that made it so, and one hand sends it."""
