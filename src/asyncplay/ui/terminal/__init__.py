"""The way from Textual's frames to the terminal: only cells that changed are sent, and only when the terminal has taken the frame before."""
