// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <QString>

namespace limn {

/// What a message wants. Auto: its words decide.
enum class MessageIntent { Auto = 1, Draw, Describe };

/// Whether the words ask about a picture that is there ("how many boats?", "apa warna mobil itu?", "describe this", "alt
/// text") and do not ask for a new one ("can you draw a cat?"). By the words alone, in English and Indonesian.
bool asksAboutPicture(const QString& words);

/// Whether they ask for everything there is to say, and for no one thing: "describe", "jelaskan gambar ini".
bool asksForDescription(const QString& words);

/// Whether they ask how well the picture fits the words that it was made from: "is this what I asked for?", "apakah ini
/// sesuai permintaan?".
bool asksForMatch(const QString& words);

}  // namespace limn
