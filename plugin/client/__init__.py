"""The plugin's side of the process in which everything is computed."""
