"""What has a name: cited titles, programmes, honours and their holders, networks, ethnic groups, and what the source lacks."""
