"""asyncplay.runner"""
