"""What people reach, from tables of travel times: sums, decays, catchments, inequality."""
