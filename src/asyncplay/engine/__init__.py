"""asyncplay.engine"""
