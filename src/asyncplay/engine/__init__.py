"""The parent's side of a run: sessions, transport, output, how a run ended. asyncio, no Textual."""
