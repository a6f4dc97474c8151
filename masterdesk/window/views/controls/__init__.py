"""Small controls that several views share. Each draws itself in the theme's colors and works by keyboard alone."""
