"""What every feature of Samsyn stands on."""
