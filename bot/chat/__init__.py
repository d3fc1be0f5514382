"""How do people talk to Readout? Commands, buttons and comings and goings, in private chats, groups, channels and topics."""
