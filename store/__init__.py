"""SQLModel tables, sessions, migrations and the one worker that runs transactions."""
