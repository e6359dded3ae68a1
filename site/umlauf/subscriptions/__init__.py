"""Who wants to be told what, in which language, how often. One mechanism for every kind of news: ``sources`` says what
there is to tell."""
