"""Where the bytes of pictures, sounds, films and documents lie."""
