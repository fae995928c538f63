// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/conversation/waiting_message.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace limn {
namespace {

constexpr int kVersion = 1;

QString textOf(const std::string& text) {
    return QString::fromStdString(text);
}
QString textOf(const std::filesystem::path& path) {
    return QString::fromStdString(path.string());
}

/// Numbers of 64 bits do not fit into JSON's.
QString digits(std::uint64_t number) {
    return QString::number(number);
}

template <class T>
void put(QJsonObject& object, const char* key, const std::optional<T>& value) {
    if (value) {
        object[QLatin1String(key)] = *value;
    }
}

void put(QJsonObject& object, const char* key, const std::optional<std::string>& value) {
    if (value) {
        object[QLatin1String(key)] = textOf(*value);
    }
}

std::optional<int> intIn(const QJsonObject& object, const char* key) {
    const auto value = object.value(QLatin1String(key));
    return value.isDouble() ? std::optional(value.toInt()) : std::nullopt;
}

std::optional<double> doubleIn(const QJsonObject& object, const char* key) {
    const auto value = object.value(QLatin1String(key));
    return value.isDouble() ? std::optional(value.toDouble()) : std::nullopt;
}

std::string stringIn(const QJsonObject& object, const char* key) {
    return object.value(QLatin1String(key)).toString().toStdString();
}

std::optional<std::string> optionalStringIn(const QJsonObject& object, const char* key) {
    return object.contains(QLatin1String(key)) ? std::optional(stringIn(object, key))
                                               : std::nullopt;
}

QJsonObject requestJson(const GenerateRequest& request) {
    QJsonObject object{{QLatin1String("prompt"), textOf(request.prompt)},
                       {QLatin1String("seed"), digits(request.seed)},
                       {QLatin1String("count"), request.count},
                       {QLatin1String("clip_skip"), request.clipSkip},
                       {QLatin1String("strength"), request.strength},
                       {QLatin1String("preview_every_steps"), request.previewEverySteps},
                       {QLatin1String("upscale"), request.upscale}};
    put(object, "negative_prompt", request.negativePrompt);
    put(object, "scheduler", request.scheduler);
    put(object, "steps", request.steps);
    put(object, "guidance_scale", request.guidanceScale);
    put(object, "width", request.widthPx);
    put(object, "height", request.heightPx);
    return object;
}

GenerateRequest requestFrom(const QJsonObject& object) {
    GenerateRequest request;
    request.prompt = stringIn(object, "prompt");
    request.negativePrompt = optionalStringIn(object, "negative_prompt");
    request.scheduler = optionalStringIn(object, "scheduler");
    request.seed = object.value(QLatin1String("seed")).toString().toULongLong();
    request.count = intIn(object, "count").value_or(1);
    request.steps = intIn(object, "steps");
    request.guidanceScale = doubleIn(object, "guidance_scale");
    request.widthPx = intIn(object, "width");
    request.heightPx = intIn(object, "height");
    request.clipSkip = intIn(object, "clip_skip").value_or(1);
    request.strength = doubleIn(object, "strength").value_or(request.strength);
    request.previewEverySteps = intIn(object, "preview_every_steps").value_or(0);
    request.upscale = doubleIn(object, "upscale").value_or(1);
    return request;
}

QJsonObject orderJson(const PictureOrder& order) {
    QJsonArray loras;
    for (const auto& lora : order.loras) {
        loras.append(QJsonObject{{QLatin1String("file"), textOf(lora.file)},
                                 {QLatin1String("scale"), lora.scale}});
    }
    return {{QLatin1String("model"), textOf(order.model)},
            {QLatin1String("loras"), loras},
            {QLatin1String("device"), textOf(order.placement.device)},
            {QLatin1String("dtype"), static_cast<int>(order.placement.dtype)},
            {QLatin1String("threads"), order.placement.threads},
            {QLatin1String("folder"), textOf(order.folder)},
            {QLatin1String("made_from"), textOf(order.madeFrom)},
            {QLatin1String("request"), requestJson(order.request)}};
}

PictureOrder orderFrom(const QJsonObject& object) {
    PictureOrder order;
    order.model = stringIn(object, "model");
    for (const auto& value : object.value(QLatin1String("loras")).toArray()) {
        const auto lora = value.toObject();
        order.loras.push_back({stringIn(lora, "file"), doubleIn(lora, "scale").value_or(1)});
    }
    order.placement.device = stringIn(object, "device");
    const int dtype = intIn(object, "dtype").value_or(1);
    const bool isKnown =
        dtype >= static_cast<int>(DataType::Auto) && dtype <= static_cast<int>(DataType::Float16);
    order.placement.dtype = isKnown ? static_cast<DataType>(dtype) : DataType::Auto;
    order.placement.threads = intIn(object, "threads").value_or(0);
    order.folder = stringIn(object, "folder");
    order.madeFrom = stringIn(object, "made_from");
    order.request = requestFrom(object.value(QLatin1String("request")).toObject());
    return order;
}

QByteArray textOf(const AssistantMessage& message) {
    const QJsonObject object{
        {QLatin1String("version"), kVersion},
        {QLatin1String("text"), message.text},
        {QLatin1String("attachments"), QJsonArray::fromStringList(message.attachments)},
        {QLatin1String("intent"), static_cast<int>(message.intent)},
        {QLatin1String("picture_in_view"), message.pictureInView},
        {QLatin1String("order"), orderJson(message.order)}};
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

std::optional<AssistantMessage> messageIn(const QByteArray& text) {
    const auto object = QJsonDocument::fromJson(text).object();
    const int intent = intIn(object, "intent").value_or(0);
    const bool isKnown = intent >= static_cast<int>(MessageIntent::Auto) &&
                         intent <= static_cast<int>(MessageIntent::Describe);
    if (intIn(object, "version") != kVersion || !isKnown) {
        return std::nullopt;
    }
    AssistantMessage message;
    message.text = object.value(QLatin1String("text")).toString();
    message.attachments = object.value(QLatin1String("attachments")).toVariant().toStringList();
    message.intent = static_cast<MessageIntent>(intent);
    message.pictureInView = object.value(QLatin1String("picture_in_view")).toString();
    message.order = orderFrom(object.value(QLatin1String("order")).toObject());
    return message;
}

}  // namespace

WaitingMessage waitingFrom(const AssistantMessage& message) {
    const GenerateRequest& request = message.order.request;
    if (!message.attachments.isEmpty()) {  // drawing starts from the first of them
        return {textOf(message), {}, {}};
    }
    return {textOf(message), request.initImage, request.mask};
}

std::optional<AssistantMessage> messageFrom(WaitingMessage waiting) {
    auto message = messageIn(waiting.text);
    if (message) {
        message->order.request.initImage = std::move(waiting.startPicture);
        message->order.request.mask = std::move(waiting.mask);
    }
    return message;
}

}  // namespace limn
