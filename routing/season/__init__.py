"""What a season's timetable is made of; `routing.timetable` is the page that puts it together."""
