"""What models share: fields, and rows of several tables read together."""
