"""The playground's screen: the only importer of Textual. Panels draw snapshots; nothing here decides what a trace means."""
