"""asyncplay.lessons"""
