"""The dock panel and its pages."""
