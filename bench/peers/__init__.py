"""What the product is measured against: programs as one would write them with stock libraries."""
