"""What is seen: views paint models and call actions, and hold no business of their own."""
