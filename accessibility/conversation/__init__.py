"""What the worker and its caller say to one another: requests that come, events that go."""
