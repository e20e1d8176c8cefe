"""The county's board: how every municipality stands, worked out from dates and states."""
