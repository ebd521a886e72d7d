// What we send. The package's own `AnyBlock` takes every object with a type; here only the blocks that Slack names pass.
import type { HomeView, KnownBlock, MessageAttachment, MessageMetadata, ModalView } from '@slack/types';

export interface Message {
  text: string;
  blocks: KnownBlock[];
  metadata?: MessageMetadata;
}

export interface Modal extends Omit<ModalView, 'blocks'> {
  blocks: KnownBlock[];
}

export interface Home extends Omit<HomeView, 'blocks'> {
  blocks: KnownBlock[];
}

export interface Unfurl extends Omit<MessageAttachment, 'blocks'> {
  blocks: KnownBlock[];
}

export interface Errors {
  response_action: 'errors';
  errors: { [block_id: string]: string };
}
