"""The screens: they compose panes and route messages, and hold no logic."""
