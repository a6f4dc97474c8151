"""A track under settings: measured, planned, processed up to the limiter, and ready to be rendered."""
