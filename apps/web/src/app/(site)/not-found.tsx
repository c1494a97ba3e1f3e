export { NotFoundMessage as default } from "../../frame/not-found-message.tsx";
