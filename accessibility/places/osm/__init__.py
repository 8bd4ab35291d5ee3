"""Services and homes of OpenStreetMap."""
