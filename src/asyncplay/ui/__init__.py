"""asyncplay.ui"""
