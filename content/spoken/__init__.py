"""Reading aloud: a text as a sound file, by a speech engine of the machine."""
