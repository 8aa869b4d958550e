// Reads calendars with ical.js, which shares nothing with what writes them: node calendars.mjs FILE… prints the events of each file as JSON.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const utc = ICAL.Timezone.utcTimezone;
const moment = (time) => (time.isDate ? time.toString() : time.convertToZone(utc).toString());

const event = (component) => {
  const found = new ICAL.Event(component);
  return {
    uid: found.uid,
    begins: moment(found.startDate),
    ends: moment(found.endDate),
    days: found.startDate.isDate,
    status: component.getFirstPropertyValue("status"),
    sequence: found.sequence,
    summary: found.summary,
    description: found.description,
    location: found.location,
    categories: component.getAllProperties("categories").flatMap((found) => found.getValues()),
    url: component.getFirstPropertyValue("url"),
    image: component.getFirstPropertyValue("image"),
    conference: component.getFirstPropertyValue("conference"),
    geo: component.getFirstPropertyValue("geo"),
    stamped: moment(component.getFirstPropertyValue("dtstamp")),
  };
};

const read = (file) => new ICAL.Component(ICAL.parse(readFileSync(file, "utf8"))).getAllSubcomponents("vevent").map(event);

console.log(JSON.stringify(process.argv.slice(2).map(read)));
