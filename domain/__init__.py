"""Rules and use cases. Functions take a session and `now`; they never commit and never send."""
