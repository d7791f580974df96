"""asyncplay.headless"""
