"""The starter pack: guided portions in our own words, shipped with the product."""
