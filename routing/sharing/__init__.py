"""Fair sharing: who of many applicants gets which scarce set in which period, and why others do not."""
