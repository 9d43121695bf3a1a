"""The demonstration: a sample network with people, a week of requests around today, and days already driven.

Everything is made through the services, by people with the right to, at moments that lie in the past where they must;
nothing is written past them. What is there already is left alone, so it can be made as often as one likes.
"""
