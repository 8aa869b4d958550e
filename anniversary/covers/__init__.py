"""Covers, share images and brand art, composed by code from a record's kind and key: no record ever lacks a picture."""
