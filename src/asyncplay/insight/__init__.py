"""asyncplay.insight"""
