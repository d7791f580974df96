"""asyncplay.sandbox"""
