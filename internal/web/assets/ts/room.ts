// The room of a site: /conferences/{id}/room.
import "./room/clocks";
import { ConfRoom } from "./room/conf-room";

customElements.define("conf-room", ConfRoom);
