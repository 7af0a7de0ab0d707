"""Reading what people type: calls to a meeting, answers to one, and the paper sheet."""
