"""Publications, their frozen editions, and the work in the background that makes them."""
