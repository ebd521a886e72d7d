// What Slack sends us.
import type {
  BlockAction,
  EnvelopedEvent,
  MessageShortcut,
  SlashCommand,
  ViewClosedAction,
  ViewSubmitAction,
} from '@slack/bolt';
import type { AppHomeOpenedEvent, LinkSharedEvent } from '@slack/types';

export type Pressed = BlockAction;
export type Sent = ViewSubmitAction;
export type Closed = ViewClosedAction;
export type Typed = SlashCommand;
export type Shortcut = MessageShortcut;
export type Event = EnvelopedEvent<AppHomeOpenedEvent | LinkSharedEvent>;
