"""Services and origins that are corrected, closed or added."""
