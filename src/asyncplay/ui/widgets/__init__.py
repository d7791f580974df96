"""The panes: each draws rows that `ui.render` makes, and posts what a person did with them."""
