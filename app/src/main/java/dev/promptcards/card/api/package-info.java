/// Cards over HTTP: addresses, bodies and answers of `/api/v1/workspaces/{workspace}/cards`.
/// It decides nothing about cards and holds no SQL.
@NullMarked
package dev.promptcards.card.api;

import org.jspecify.annotations.NullMarked;
