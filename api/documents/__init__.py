"""Printed documents: PDF from templates that share words, filters and languages with the pages."""
