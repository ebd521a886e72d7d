// emulate listens on every interface; here it listens on this machine's own only.
const { Server } = require("node:net");
const listen = Server.prototype.listen;
Server.prototype.listen = function (where, ...more) {
  const given = typeof where === "object" && where !== null ? where : { port: where };
  return listen.call(this, { ...given, host: "127.0.0.1" }, ...more.filter((each) => typeof each === "function"));
};
