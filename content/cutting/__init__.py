"""From the lines of a text to its headings, articles and portions."""
