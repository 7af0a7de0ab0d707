"""The built-in web server: health, figures, Telegram's webhook and the built-in chat."""
