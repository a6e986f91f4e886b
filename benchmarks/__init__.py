"""What the project costs to run, measured beside what it is compared with."""
